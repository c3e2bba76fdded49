/* response_mode=form_post: the answer travels in a form to the client, sent by the script, or by the
 * person where there is none. */
import { useEffect, useRef } from "preact/hooks";

import { t } from "../i18n/text";
import { Heading } from "../parts/Frame";
import { each } from "../template";
import type { FormPostView } from "./views";

export const title = () => t("form_post.title");

export function FormPost({ view }: { view: FormPostView }) {
  const form = useRef<HTMLFormElement>(null);
  /* A field may be called "submit": the prototype's is the real one. */
  useEffect(() => HTMLFormElement.prototype.submit.call(form.current!), []);
  return (
    <>
      <Heading>{t("form_post.title")}</Heading>
      <p class="lead">{t("form_post.lead", { client: view.client.name })}</p>
      <form method="post" action={view.action} ref={form}>
        {each(view.fields, ({ name, value }) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <button type="submit" class="primary">
          {t("continue")}
        </button>
      </form>
    </>
  );
}
