// Hold a meeting of the board: each week says what it would mean, and dropping it asks once more.
// Everything it does is done as well by the form on the meeting's own page.
(() => {
  const START = 6; // CSS pixels before a press becomes a drag
  const EDGE = 48; // from here the board scrolls by itself
  const board = document.querySelector("[data-board]");
  const dialog = document.querySelector("[data-confirm]");
  if (!board || !dialog || !board.querySelector("[data-card]")) return;
  const frame = board.parentElement;
  const status = document.querySelector("[data-board-status]");
  const known = new Map(); // weeks by the address of a meeting
  let press = null; // what is pressed, and where
  let held = null; // what is held: its card, its row, its weeks, what is carried
  let swallow = false; // the click that ends a drag opens nothing
  document.body.classList.add("drags");

  const weeksOf = (url) => {
    if (!known.has(url)) {
      const answer = fetch(`${url}weeks.json`, { headers: { Accept: "application/json" } }).then((found) => {
        if (!found.ok) throw new Error(String(found.status));
        return found.json();
      });
      answer.catch(() => known.delete(url));
      known.set(url, answer);
    }
    return known.get(url);
  };

  const say = (cell, verdict, words, why) => {
    cell.querySelector(".judged")?.remove();
    const said = document.createElement("span");
    said.className = `judged judged-${verdict}`;
    said.textContent = words;
    if (why) {
      const more = document.createElement("span");
      more.className = "judged-why";
      more.textContent = why;
      said.append(more);
    }
    cell.append(said);
  };

  const judged = (one) => `${one.sign} ${one.word}: ${one.when}`;

  const hold = () => {
    const { card, x, y } = press;
    const carried = document.createElement("div");
    carried.className = "carried";
    carried.textContent = card.querySelector("a").textContent.replace(/\s+/g, " ").trim();
    carried.setAttribute("aria-hidden", "true");
    document.body.append(carried);
    const row = card.closest("tr");
    const now = { card, row, carried, weeks: null, x, y, cell: null, name: carried.textContent };
    held = now;
    press = null;
    document.body.classList.add("holding");
    card.classList.add("held");
    for (const cell of row.querySelectorAll("td[data-week]")) say(cell, "none", board.dataset.wait);
    weeksOf(card.dataset.card)
      .then((told) => {
        if (held !== now) return;
        now.weeks = told.weeks;
        for (const cell of row.querySelectorAll("td[data-week]")) {
          const one = told.weeks[cell.dataset.week];
          if (one) say(cell, one.verdict, judged(one), one.sentence);
          else say(cell, "none", board.dataset.none);
        }
        if (now.cell) over(now.cell);
      })
      .catch(() => {
        if (held === now) letGo();
        status.classList.remove("visually-hidden");
        status.textContent = board.dataset.failed;
      });
    requestAnimationFrame(scroll);
  };

  const over = (cell) => {
    held.cell?.classList.remove("over-cell");
    held.cell = cell;
    if (!cell) return;
    cell.classList.add("over-cell");
    const one = held.weeks?.[cell.dataset.week];
    held.carried.textContent = one ? `${one.label}: ${one.word}` : held.weeks ? board.dataset.none : held.name;
    status.textContent = held.carried.textContent;
  };

  const carry = (x, y) => {
    held.x = x;
    held.y = y;
    held.carried.style.transform = `translate(${x + 12}px, ${y + 12}px)`;
    const below = document.elementFromPoint(x, y)?.closest("td[data-week]");
    const cell = below && held.row.contains(below) ? below : null;
    if (cell !== held.cell) over(cell);
  };

  const scroll = () => {
    if (!held) return;
    const box = frame.getBoundingClientRect();
    const by = held.x > box.right - EDGE ? 14 : held.x < box.left + EDGE ? -14 : 0;
    if (by) {
      frame.scrollBy(by, 0);
      carry(held.x, held.y);
    }
    requestAnimationFrame(scroll);
  };

  const letGo = () => {
    press = null;
    if (!held) return null;
    const was = held;
    held = null;
    was.carried.remove();
    was.card.classList.remove("held");
    was.cell?.classList.remove("over-cell");
    document.body.classList.remove("holding");
    for (const said of was.row.querySelectorAll(".judged")) said.remove();
    status.textContent = "";
    return was;
  };

  const ask = (was, one) => {
    const form = dialog.querySelector("form");
    form.action = `${was.card.dataset.card}move/`;
    form.elements.slot.value = one.slot;
    dialog.querySelector("[data-drop-title]").textContent = was.name;
    dialog.querySelector("[data-drop-words]").textContent = `→ ${one.label}: ${one.word}`;
    dialog.querySelector("[data-drop-sentence]").textContent = one.sentence;
    dialog.showModal();
  };

  board.addEventListener("pointerdown", (event) => {
    const card = event.target.closest("[data-card]");
    const byTouch = event.pointerType !== "mouse";
    if (!card || event.button || (byTouch && !event.target.closest("[data-grip]"))) return;
    press = { card, x: event.clientX, y: event.clientY, id: event.pointerId };
    weeksOf(card.dataset.card).catch(() => {}); // asked for early: it is there when it is wanted
  });
  document.addEventListener("pointermove", (event) => {
    if (press?.id === event.pointerId) {
      if (Math.hypot(event.clientX - press.x, event.clientY - press.y) < START) return;
      hold();
    }
    if (held) carry(event.clientX, event.clientY);
  });
  document.addEventListener("pointerup", () => {
    const was = letGo();
    if (!was) return;
    swallow = true;
    setTimeout(() => { swallow = false; }, 0);
    const one = was.cell && was.weeks?.[was.cell.dataset.week];
    if (one && !was.cell.contains(was.card)) ask(was, one);
  });
  document.addEventListener("pointercancel", letGo);
  window.addEventListener("blur", letGo);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && held) {
      event.preventDefault();
      letGo();
    }
  });
  document.addEventListener("click", (event) => {
    if (!swallow) return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  board.addEventListener("dragstart", (event) => event.preventDefault()); // links have a drag of their own
})();
