/* The site of the tests' applications: a page for every address, nothing behind it. */
import http from "node:http";

const PAGE =
  '<!doctype html><html lang="en"><title>The application</title><link rel="icon" href="data:,"><h1>Back</h1>';

/* Its origin. It ends with the process. */
export async function openApp() {
  const server = http.createServer((_, response) => response.writeHead(200, { "Content-Type": "text/html" }).end(PAGE));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  return `http://127.0.0.1:${server.address().port}`;
}
