/* The page around the components, as the server sends it. */
interface Asset {
  name: string;
  integrity: string;
}

export interface Assets {
  script: Asset;
  style: Asset;
  icon: Asset;
}

interface Parts extends Assets {
  lang: string;
  dir: string;
  title: string;
  body: string;
}

/* A link to the operator's colour stands behind the sheet, which it changes. The view is data: CSP
 * runs no script inside the page, and template.c keeps it from ending its element. */
export const documentOf = ({ lang, dir, title, body, script, style, icon }: Parts) => `<!doctype html>
<html lang="${lang}" dir="${dir}">
<head>
<meta charset="utf-8">
<title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<link rel="icon" type="image/svg+xml" href="{{base}}/ui/assets/${icon.name}">
<link rel="stylesheet" href="{{base}}/ui/assets/${style.name}" integrity="${style.integrity}">
{{#branding.style}}<link rel="stylesheet" href="{{branding.style}}">
{{/branding.style}}<script type="module" src="{{base}}/ui/assets/${script.name}" integrity="${script.integrity}"></script>
</head>
<body>
<div id="page">${body}</div>
<div id="status" role="status" class="unseen"></div>
<script type="application/json" id="view">{{@view}}</script>
</body>
</html>
`;
