// What is checked beyond types, which are `tsc`'s: see tsconfig.json.
import js from "@eslint/js";

// The modules of the package are joined into one script: each name means the same thing everywhere.
const ONE_NAME = [
  { selector: "ImportNamespaceSpecifier, ImportDefaultSpecifier", message: "Import by names: modules are joined into one script." },
  { selector: "ExportAllDeclaration, ExportNamedDeclaration[specifiers.length>0]", message: "Export where something is declared." },
];

export default [
  { ignores: ["**/vendor/**", "book/static/widgets/**", "book/static/scripts/**", "book/static/start/**", "_build/**", ".venv*/**"] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "no-undef": "off",  // tsc knows better
      "consistent-return": "error",
      "eqeqeq": "error",
      "no-console": "error",
      "no-eval": "error",
      "no-shadow": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": ["error", { destructuring: "all" }],
      "prefer-template": "error",
    },
  },
  { files: ["kdci/widgets/static/**"], rules: { "no-restricted-syntax": ["error", ...ONE_NAME] } },
  { files: ["book/static/*.js"], languageOptions: { sourceType: "script" } },
];
