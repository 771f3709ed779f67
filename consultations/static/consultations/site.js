// The theme, before the first paint, and its switch. Pages work without this file.
(() => {
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => {
    try {
      const theme = window.localStorage.getItem("theme");
      return ["light", "dark"].includes(theme) ? theme : null; // the admin writes "auto" there
    } catch {
      return null; // storage is switched off: the system's choice holds
    }
  };
  const show = () => {
    root.dataset.bsTheme = chosen() ?? (dark.matches ? "dark" : "light");
    const toggle = document.querySelector("[data-theme-toggle]");
    toggle?.setAttribute("aria-pressed", String(root.dataset.bsTheme === "dark"));
  };
  const change = () => {
    try {
      window.localStorage.setItem("theme", root.dataset.bsTheme === "dark" ? "light" : "dark");
    } catch {
      return;
    }
    show();
  };
  show();
  dark.addEventListener("change", show);
  document.addEventListener("DOMContentLoaded", () => {
    const toggle = document.querySelector("[data-theme-toggle]");
    toggle?.addEventListener("click", change);
    toggle?.removeAttribute("hidden");
    show();
  });
})();
