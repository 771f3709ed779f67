// Choose a cell and read why without losing one's place; every link works without this file.
(() => {
  // The slot chosen stays chosen when one of the page's other forms is sent.
  const keep = (page) => {
    for (const form of document.querySelectorAll("form[data-keeps]")) {
      const fresh = page.getElementById(form.id)?.querySelectorAll("input[type=hidden]") ?? [];
      for (const old of form.querySelectorAll("input[type=hidden]")) old.remove();
      form.prepend(...fresh);
    }
  };
  const follow = async (link) => {
    const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.getElementById("chosen");
    if (!found) throw new Error("no slot");
    document.getElementById("chosen").replaceWith(found);
    keep(page);
    for (const cell of document.querySelectorAll("#grid [aria-current]")) cell.removeAttribute("aria-current");
    const label = page.querySelector("#grid [aria-current]")?.getAttribute("aria-label");
    for (const cell of document.querySelectorAll("#grid a")) {
      if (label && cell.getAttribute("aria-label") === label) cell.setAttribute("aria-current", "true");
    }
    window.history.pushState({}, "", link.href);
    const title = document.getElementById("chosen-title");
    title.focus({ preventScroll: true });
    title.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-cell]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    follow(link).catch(() => window.location.assign(link.href));
  });
  window.addEventListener("popstate", () => window.location.reload());
})();
