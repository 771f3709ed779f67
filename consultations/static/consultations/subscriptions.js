// Copies the address of a new subscription. Without this file one selects and copies it by hand.
document.addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector("[data-copy]");
  if (!button || !navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    document.querySelector("[data-copied]").hidden = false;
  });
});
