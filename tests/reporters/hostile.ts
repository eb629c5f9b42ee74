/** Names that a hostile repository may give its files and packages. */
export const hostileNames = [
  `<script>alert(1)</script>.ts`,
  `"><img src=x onerror=alert(1)>.ts`,
  `' onfocus='alert(1).ts`,
  "`code` | pipe.ts",
  "[link](https://example.org) @someone #1.ts",
  "javascript:alert(1).ts",
  "\u001b[31mred\u001b]0;title\u0007.ts",
  "line\nbreak\r\n::error::.ts",
  "\u202Eevil.ts",
  "</script><script>alert(1)//.ts",
  "__proto__",
];
