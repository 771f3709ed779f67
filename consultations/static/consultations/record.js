// The record of a meeting: saved as it is typed, kept on this machine until the server has it, and
// brought together with what others type. Everything it does is done as well by the form's button.
(() => {
  const form = document.querySelector("form[data-record]");
  if (!form) return;
  const SAVE = 600; // milliseconds after the last key
  const LATEST = 3000; // and never later than this after the first one
  const POLL = 4000; // what others typed
  const HIDDEN = 20000; // the same, where nobody looks
  const PATIENCE = 15000; // for an answer
  const BACK_OFF = [1000, 2000, 4000, 8000, 15000, 30000];
  const AT_ONCE = 100; // changes in one request
  const STALE = 30000; // a page that gave no sign for so long is gone
  const words = JSON.parse(form.dataset.words);
  const bar = document.querySelector("[data-record-bar]");
  const status = document.querySelector("[data-record-status]");
  const spoken = document.querySelector("[data-record-said]");
  const writing = document.querySelector("[data-record-others]");
  const prefix = `record:${form.dataset.record}:${form.dataset.who}:`;
  const mine = prefix + Math.random().toString(36).slice(2);
  const fields = new Map(); // the control, by "item:field"
  const bases = new Map(); // what the server knows of it, or was last told
  let queue = []; // changes, oldest first: {change, item, field, base, value, sent, refused}
  let revision = Number(form.dataset.revision);
  let busy = false;
  let timer = 0;
  let firstUnsent = 0;
  let failures = 0;
  let composing = null; // a character that is still being put together
  let stopped = ""; // the sentence why nothing more can be saved
  let kept = true; // whether this machine keeps words at all

  const said = (template, values) => template.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");
  const uuid = () => {
    if (crypto.randomUUID) return crypto.randomUUID(); // there on secure pages alone
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  };
  const tell = (text) => {
    spoken.textContent = text;
  };

  // ---- Fields ---------------------------------------------------------------------------------
  const keyOf = (control) => control.name.slice(2);
  const parts = (key) => {
    const cut = key.lastIndexOf(":");
    return [key.slice(0, cut), key.slice(cut + 1)];
  };
  const isOurs = (control) => Boolean(control?.name?.startsWith("f:"));
  const read = (control) => (control.type === "checkbox" ? String(control.checked) : control.value);
  const rendered = (control) => {
    if (control.type === "checkbox") return String(control.defaultChecked);
    if (control.tagName !== "SELECT") return control.defaultValue;
    return ([...control.options].find((one) => one.defaultSelected) ?? control.options[0])?.value ?? "";
  };
  const learn = (root) => {
    for (const control of root.querySelectorAll("[name^='f:']")) {
      const key = keyOf(control);
      if (fields.get(key) === control) continue;
      fields.set(key, control);
      bases.set(key, rendered(control));
      if (control.tagName === "TEXTAREA") grow(control);
    }
  };
  const grow = (area) => {
    if (CSS.supports("field-sizing", "content")) return;
    area.rows = Math.min(20, Math.max(Number(area.dataset.rows ?? 1), area.value.split("\n").length));
  };
  const lineOf = (control) => control.closest("[data-item]");
  const lineNamed = (item) => document.querySelector(`[data-item="${CSS.escape(item)}"]`);

  // The server's text in place of what stands there; the caret stays between the same letters.
  const put = (control, value) => {
    if (control.type === "checkbox") {
      control.checked = value === "true";
    } else if (control.tagName === "SELECT") {
      if (value && ![...control.options].some((one) => one.value === value)) control.add(new Option(value, value));
      control.value = value;
    } else if (control === document.activeElement && control.type !== "date") {
      const old = control.value;
      if (old.trim() === value.trim()) return; // a blank that is just being typed
      let head = 0;
      while (head < old.length && head < value.length && old[head] === value[head]) head += 1;
      let tail = 0;
      const most = Math.min(old.length, value.length) - head;
      while (tail < most && old[old.length - 1 - tail] === value[value.length - 1 - tail]) tail += 1;
      control.setRangeText(value.slice(head, value.length - tail), head, old.length - tail, "preserve");
    } else {
      control.value = value;
    }
    if (control.tagName === "TEXTAREA") grow(control);
  };

  // ---- Lines that come and go -----------------------------------------------------------------
  const isBlank = (line) =>
    [...line.querySelectorAll("[name^='f:']")].every((one) => {
      const key = keyOf(one);
      return read(one) === bases.get(key) && bases.get(key) === one.dataset.blank && !pending(key).length;
    });
  const make = (item) => {
    const [kind, id] = item.split(":");
    const template = document.querySelector(`template[data-kind="${CSS.escape(kind)}"]`);
    const list = document.querySelector(`[data-list="${CSS.escape(kind)}"]`);
    if (!template || !list || !id) return null;
    const holder = document.createElement(list.tagName === "TBODY" ? "tbody" : "div");
    const copy = template.content.cloneNode(true);
    holder.append(copy);
    for (const one of holder.querySelectorAll("*")) {
      for (const attribute of one.attributes) {
        if (attribute.value.includes("__id__")) attribute.value = attribute.value.replaceAll("__id__", id);
      }
    }
    const line = holder.firstElementChild;
    const last = [...list.children].findLast((one) => one.matches("[data-item]") && !isBlank(one));
    if (last) last.after(line);
    else if (list.tagName === "TBODY") list.append(line);
    else list.prepend(line);
    list.hidden = false;
    learn(line);
    dress(line);
    return line;
  };

  // ---- What waits to be sent ------------------------------------------------------------------
  const pending = (key) => queue.filter((one) => `${one.item}:${one.field}` === key);
  const unsaved = () => new Set(queue.map((one) => `${one.item}:${one.field}`)).size;
  const keep = () => {
    try {
      if (queue.length) localStorage.setItem(mine, JSON.stringify({ at: Date.now(), left: false, queue }));
      else localStorage.removeItem(mine);
      kept = true;
    } catch {
      kept = false; // storage is full or switched off: say so, where it matters
    }
  };
  const note = (control) => {
    if (composing === control) return;
    const key = keyOf(control);
    const [item, field] = parts(key);
    const value = read(control);
    unmark(control);
    queue = queue.filter((one) => !(one.refused && `${one.item}:${one.field}` === key));
    const open = pending(key).find((one) => !one.sent);
    if (open) {
      open.value = value;
      if (value === open.base) queue = queue.filter((one) => one !== open);
    } else if (value !== bases.get(key)) {
      queue.push({ change: uuid(), item, field, base: bases.get(key) ?? "", value, sent: false });
    }
    keep();
    const line = lineOf(control);
    if (line) dress(line);
    if (!queue.some((one) => !one.refused)) {
      firstUnsent = 0;
      show();
      return;
    }
    firstUnsent ||= Date.now();
    if (failures === 0) later(Math.min(SAVE, Math.max(0, firstUnsent + LATEST - Date.now())));
    show();
  };

  // Words of this reader that an earlier page could not deliver: it was closed, or it broke.
  const adopt = async () => {
    let alive = null;
    if (navigator.locks) {
      const { held } = await navigator.locks.query();
      alive = new Set(held.map((one) => one.name));
    }
    let found = false;
    for (const name of Object.keys(localStorage)) {
      if (!name.startsWith(prefix) || name === mine) continue;
      const left = parsed(localStorage.getItem(name));
      const gone = left.left || (alive ? !alive.has(name) : Date.now() - left.at > STALE);
      if (!gone) continue;
      for (const one of left.queue) {
        if (queue.some((other) => other.change === one.change)) continue;
        queue.push(one);
        back(one);
        found = true;
      }
      keep();
      localStorage.removeItem(name);
    }
    if (found) revision = 0; // what was delivered without our knowing is told again
    return found;
  };
  const parsed = (text) => {
    try {
      const told = JSON.parse(text);
      return { at: 0, ...told, queue: Array.isArray(told?.queue) ? told.queue.filter((one) => one?.item && one.field) : [] };
    } catch {
      return { at: 0, left: true, queue: [] };
    }
  };
  const back = (one) => {
    const key = `${one.item}:${one.field}`;
    if (!fields.has(key)) make(one.item);
    const control = fields.get(key);
    if (!control) return;
    bases.set(key, one.sent ? one.value : one.base);
    put(control, one.value);
    if (one.refused) mark(control, one.refused);
    const line = lineOf(control);
    if (line) dress(line);
  };

  // Somebody who came uninvited is told once there is a name.
  const nameless = (one) => {
    if (!one.item.startsWith("attendance:")) return false;
    const name = fields.get(`${one.item}:name`);
    return Boolean(name) && !name.value.trim();
  };

  // ---- To the server and back -----------------------------------------------------------------
  const later = (delay) => {
    clearTimeout(timer);
    timer = setTimeout(pump, delay);
  };
  const pump = async (leaving = false) => {
    if (busy || stopped) return;
    clearTimeout(timer);
    busy = true;
    const chunk = queue.filter((one) => !one.refused && !nameless(one)).slice(0, AT_ONCE);
    for (const one of chunk) {
      if (!one.sent) bases.set(`${one.item}:${one.field}`, one.value);
      one.sent = true;
    }
    if (chunk.length) keep();
    firstUnsent = 0;
    try {
      await heard(await ask(chunk, leaving), chunk);
    } catch {
      troubled("offline");
    }
    busy = false;
    if (stopped) return;
    const waits = queue.some((one) => !one.refused && !nameless(one));
    const calm = document.hidden ? HIDDEN : POLL;
    later(failures ? BACK_OFF[Math.min(failures, BACK_OFF.length) - 1] : waits ? SAVE : calm);
  };
  const ask = (chunk, leaving) => {
    const common = { redirect: "manual", credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE) };
    const headers = { Accept: "application/json" };
    const { who } = form.dataset; // another tab may have signed in somebody else
    if (!chunk.length) return fetch(`${form.dataset.changes}?since=${revision}&who=${who}`, { ...common, headers });
    const changes = chunk.map(({ change, item, field, base, value }) => ({ change, item, field, base, value }));
    const body = JSON.stringify({ who, since: revision, changes });
    return fetch(form.dataset.changes, {
      ...common,
      method: "POST",
      headers: { ...headers, "Content-Type": "application/json", "X-CSRFToken": token() },
      body,
      keepalive: leaving && body.length < 60000,
    });
  };
  const token = () => form.querySelector("[name=csrfmiddlewaretoken]").value;
  const heard = async (answer, chunk) => {
    const isJson = answer.headers.get("Content-Type")?.includes("json");
    if (answer.type === "opaqueredirect") return troubled("signedOut");
    if (answer.status === 401) return troubled(isJson && (await answer.json()).other ? "somebodyElse" : "signedOut");
    if (answer.ok && isJson) {
      failures = 0;
      return take(await answer.json());
    }
    if (answer.status === 403 && !isJson) return renewed();
    if (answer.status === 413 && chunk.length > 1) return halve(chunk);
    if (answer.status >= 500) return troubled("offline");
    const { sentence } = isJson ? await answer.json() : {};
    if (answer.status === 413) return refuse(chunk[0].change, sentence ?? words.tooLong);
    stopped = sentence ?? said(words.stopped, { status: answer.status });
    return show();
  };
  // Whoever signed in again in another window has another token: the page itself tells it. Where
  // it is somebody else's page, the words wait here for their writer.
  const renewed = async () => {
    const page = await fetch(form.action, { redirect: "manual", credentials: "same-origin" });
    if (page.type === "opaqueredirect") return troubled("signedOut");
    if (page.status >= 500) return troubled("offline");
    const found = new DOMParser().parseFromString(await page.text(), "text/html");
    if (found.querySelector("[data-who]")?.dataset.who !== form.dataset.who) return troubled("somebodyElse");
    const value = found.querySelector("[name=csrfmiddlewaretoken]")?.value;
    if (!value) return troubled("offline");
    for (const one of document.querySelectorAll("[name=csrfmiddlewaretoken]")) one.value = value;
    if (failures > 2) return troubled("offline"); // it is not the token
    failures += 1;
    return show();
  };
  const halve = async (chunk) => {
    const half = chunk.slice(0, Math.ceil(chunk.length / 2));
    return heard(await ask(half, false), half);
  };
  let trouble = "";
  const troubled = (kind) => {
    failures += 1;
    trouble = kind;
    show();
  };
  const take = (told) => {
    revision = told.revision;
    trouble = "";
    const done = new Set(told.done);
    queue = queue.filter((one) => !done.has(one.change));
    for (const one of told.refused ?? []) refuse(one.change, one.sentence);
    const lines = new Set();
    for (const one of told.items) {
      for (const [name, value] of Object.entries(one.fields)) receive(`${one.item}:${name}`, one.item, value, lines);
      receive(`${one.item}:removed`, one.item, String(Boolean(one.removed)), lines);
    }
    lines.forEach(dress);
    keep();
    company(told.others ?? []);
    if (done.size) saved = new Date();
    if (told.closed) stopped = words.closed;
    show();
  };
  const receive = (key, item, value, lines) => {
    if (!fields.has(key) && item !== "record" && !lineNamed(item)) make(item);
    const control = fields.get(key);
    if (!control) return;
    const waiting = pending(key);
    if (waiting.some((one) => !one.refused)) return; // ours is on its way, and will be merged
    bases.set(key, value);
    if (waiting.length || composing === control) return;
    unmark(control);
    if (read(control) === value) return;
    put(control, value);
    const line = lineOf(control);
    if (line) lines.add(line);
  };
  const refuse = (change, sentence) => {
    const one = queue.find((other) => other.change === change);
    if (!one) return;
    one.refused = sentence;
    const key = `${one.item}:${one.field}`;
    bases.set(key, one.base);
    const follower = pending(key).find((other) => other !== one && !other.refused);
    if (follower) {
      follower.base = one.base;
      queue = queue.filter((other) => other !== one);
    } else if (fields.has(key)) {
      mark(fields.get(key), sentence);
    }
  };
  const mark = (control, sentence) => {
    unmark(control);
    const error = document.createElement("span");
    error.className = "refused-words";
    error.id = `${control.id}-error`;
    error.textContent = sentence;
    control.after(error);
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", error.id);
  };
  const unmark = (control) => {
    if (!control.hasAttribute("aria-invalid")) return;
    control.removeAttribute("aria-invalid");
    control.removeAttribute("aria-describedby");
    document.getElementById(`${control.id}-error`)?.remove();
  };

  // ---- What the bar says ----------------------------------------------------------------------
  let saved = null;
  let shown = "";
  const show = () => {
    const n = unsaved();
    const refused = queue.filter((one) => one.refused).length;
    const time = (saved ?? new Date()).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hour12: false });
    let kind = "saved";
    let text = saved ? said(words.saved, { time }) : words.ready;
    if (stopped) {
      kind = "stopped";
      text = n ? `${stopped} ${said(words.keptHere, { n })}` : stopped;
    } else if (trouble) {
      kind = trouble === "offline" ? "offline" : "signed-out";
      text = said(n ? words[trouble] : words[`${trouble}Nothing`], { n });
    } else if (refused && refused === queue.length) {
      kind = "refused";
      text = said(words.refused, { n: refused });
    } else if (n && queue.every((one) => one.refused || nameless(one))) {
      kind = "refused";
      text = words.nameless;
    } else if (n) {
      kind = "saving";
      text = words.saving;
    }
    if (!kept && n) text = `${text} ${words.notKept}`;
    bar.dataset.state = kind;
    bar.dataset.unsaved = String(n);
    if (status.textContent !== text) status.textContent = text;
    document.querySelector("[data-sign-in]").hidden = kind !== "signed-out";
    if (kind !== shown && kind !== "saving" && !(kind === "saved" && ["", "saving"].includes(shown))) tell(text);
    if (kind !== "saving") shown = kind;
  };
  const company = (others) => {
    for (const one of document.querySelectorAll("[data-item].writing")) {
      one.classList.remove("writing");
      one.querySelector(".writer")?.remove();
    }
    for (const { who, item } of others) {
      const line = lineNamed(item);
      if (!line || line.classList.contains("writing")) continue;
      line.classList.add("writing");
      const name = document.createElement("span");
      name.className = "writer";
      name.textContent = said(words.writes, { who });
      (line.querySelector("[data-writer]") ?? line).append(name);
    }
    const names = [...new Set(others.map((one) => one.who))];
    writing.textContent = names.length ? said(words.company, { names: names.join(", ") }) : "";
  };

  // ---- Attendance: one line a delegation, single keys where a line has the focus ---------------
  const table = document.querySelector("[data-attendance]");
  const find = document.querySelector("[data-find]");
  const found = document.querySelector("[data-find-said]");
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
  const rows = () => [...table.querySelectorAll("tr[data-item]")];
  const visible = () => rows().filter((row) => !row.hidden && row.offsetParent !== null);
  const of = (row, name) => fields.get(`${row.dataset.item}:${name}`);
  const nameOf = (row) => of(row, "name")?.value || row.dataset.name || words.somebody;
  const controls = (row) => [...row.querySelectorAll("[name^='f:']")];
  const change = (control, value) => {
    put(control, value);
    note(control);
  };
  const dress = (line) => {
    const state = fields.get(`${line.dataset.item}:state`);
    if (state) line.dataset.state = state.value;
    const gone = fields.get(`${line.dataset.item}:removed`);
    if (gone) line.classList.toggle("removed", gone.checked);
    if (state) counting ||= requestAnimationFrame(count);
  };
  let counting = 0;
  const count = () => {
    counting = 0;
    const totals = {};
    for (const row of rows()) {
      if (row.classList.contains("removed")) continue;
      const side = of(row, "category")?.value || row.dataset.side;
      for (const of_ of [side, "all"]) {
        totals[of_] ??= {};
        totals[of_][row.dataset.state] = (totals[of_][row.dataset.state] ?? 0) + 1;
        totals[of_].total = (totals[of_].total ?? 0) + 1;
      }
    }
    const all = totals.all ?? {};
    const lacks = document.querySelector("[data-lacking='attendance']");
    if (lacks) lacks.hidden = (all.total ?? 0) > (all.unknown ?? 0);
    for (const cell of document.querySelectorAll("[data-total]")) {
      const [side, state] = cell.dataset.total.split(" ");
      cell.textContent = String(totals[side]?.[state] ?? 0);
      const line = cell.closest("[data-side-line]");
      if (line) line.hidden = !totals[side]?.total;
    }
  };
  const enter = (row) => {
    for (const one of rows()) one.tabIndex = one === row ? 0 : -1;
    row.focus();
    row.scrollIntoView({ block: "nearest" });
  };
  const step = (row, by) => {
    const list = visible();
    const at = Math.max(0, Math.min(list.length - 1, list.indexOf(row) + by));
    if (list[at]) enter(list[at]);
  };
  const STATES = { p: "present", e: "excused", a: "absent", u: "unknown" };
  const TICKS = { l: "political", m: "military", o: "police", s: "spoke" };
  const KEYS = {
    ArrowDown: (row) => step(row, 1),
    ArrowUp: (row) => step(row, -1),
    PageDown: (row) => step(row, 10),
    PageUp: (row) => step(row, -10),
    Home: (row) => step(row, -Infinity),
    End: (row) => step(row, Infinity),
    ArrowRight: (row) => controls(row)[0]?.focus(),
    ArrowLeft: (row) => controls(row)[0]?.focus(),
    Enter: (row) => controls(row)[0]?.focus(),
    Escape: () => seek(),
    "/": () => seek(),
    "*": () => everyone(),
    "+": () => uninvited(""),
    "?": () => help(),
    w: (row) => of(row, "people")?.focus(),
  };
  const act = (row, key, shift) => {
    const letter = key.toLowerCase();
    if (KEYS[key] || KEYS[letter]) {
      (KEYS[key] ?? KEYS[letter])(row);
    } else if (STATES[letter]) {
      const state = of(row, "state");
      change(state, STATES[letter]);
      tell(`${nameOf(row)}: ${state.selectedOptions[0].text}`);
      if (shift) step(row, 1);
    } else if (TICKS[letter]) {
      const box = of(row, TICKS[letter]);
      change(box, String(!box.checked));
      tell(`${nameOf(row)}: ${box.dataset.label}: ${box.checked ? words.yes : words.no}`);
    } else if (/^[0-9]$/.test(key) && of(row, "level").options[Number(key)]) {
      const level = of(row, "level");
      change(level, level.options[Number(key)].value);
      tell(`${nameOf(row)}: ${level.selectedOptions[0].text}`);
    } else {
      return false;
    }
    return true;
  };
  table?.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const row = event.target.closest("tr[data-item]");
    if (!row) return;
    if (event.target === row) {
      if (act(row, event.key, event.shiftKey)) event.preventDefault();
      return;
    }
    const list = controls(row);
    const at = list.indexOf(event.target);
    const typed = event.target.type === "text";
    if (event.key === "Escape" || (event.key === "Enter" && typed)) {
      event.preventDefault();
      enter(row);
    } else if (!typed && ["ArrowRight", "ArrowLeft"].includes(event.key)) {
      event.preventDefault();
      const next = list[at + ((event.key === "ArrowRight") === (document.dir !== "rtl") ? 1 : -1)];
      if (next) next.focus();
      else enter(row);
    } else if (event.target.type === "checkbox" && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      step(row, event.key === "ArrowDown" ? 1 : -1);
    }
  });
  table?.addEventListener("focusin", (event) => {
    const row = event.target.closest("tr[data-item]");
    if (row) for (const one of rows()) one.tabIndex = one === row ? 0 : -1;
  });
  const seek = () => {
    find.focus();
    find.select();
  };
  const matches = () => {
    const sought = fold(find.value);
    const list = rows();
    const names = new Map(list.map((row) => [row, fold(`${nameOf(row)} ${row.dataset.find ?? ""}`)]));
    const starts = list.filter((row) => names.get(row).startsWith(sought));
    const inside = list.filter((row) => !starts.includes(row) && names.get(row).includes(sought));
    return { first: starts[0] ?? inside[0], all: new Set([...starts, ...inside]) };
  };
  const narrow = () => {
    const { all } = matches();
    for (const row of rows()) row.hidden = !all.has(row);
    found.textContent = !find.value.trim() ? "" : all.size ? said(words.found, { n: all.size }) : words.nobody;
  };
  find?.addEventListener("input", narrow);
  find?.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      find.value = "";
      narrow();
    } else if (!find.value.trim() && ["*", "+"].includes(event.key)) {
      event.preventDefault(); // with nothing typed the keys of the list, not the start of a name
      KEYS[event.key]();
    } else if (event.key === "Enter" || event.key === "ArrowDown") {
      event.preventDefault();
      const { first } = matches();
      const name = find.value.trim();
      find.value = "";
      narrow();
      if (first) enter(first);
      else if (name) uninvited(name);
    }
  });
  const everyone = () => {
    let n = 0;
    const list = rows();
    for (const row of list) {
      if (row.dataset.expected === undefined || of(row, "state").value !== "unknown") continue;
      change(of(row, "state"), "present");
      n += 1;
    }
    const come = list.some((row) => row.dataset.expected !== undefined);
    found.textContent = come ? said(words.present, { n }) : words.noAnswer; // seen, and read out
  };
  const uninvited = (name) => {
    const line = make(`attendance:${uuid()}`);
    change(of(line, "state"), "present");
    if (name) change(of(line, "name"), name);
    for (const one of controls(line)) one.tabIndex = -1;
    line.tabIndex = -1;
    (name ? of(line, "category") : of(line, "name")).focus();
  };

  // ---- Points, questions and the other lists --------------------------------------------------
  const firstOf = (line) => line.querySelector("[name^='f:']");
  const fresh = (kind) => {
    const list = document.querySelector(`[data-list="${CSS.escape(kind)}"]`);
    list.closest("details")?.setAttribute("open", "");
    const blank = [...list.querySelectorAll("[data-item]")].find(isBlank);
    const line = blank ?? make(`${kind}:${uuid()}`);
    firstOf(line).focus();
    line.scrollIntoView({ block: "nearest" });
  };
  const beside = (control, by) => {
    const line = lineOf(control);
    const lines = [...line.parentElement.querySelectorAll(":scope > [data-item]:not(.removed)")];
    const next = lines[lines.indexOf(line) + by];
    if (!next) return false;
    (fields.get(`${next.dataset.item}:${parts(keyOf(control))[1]}`) ?? firstOf(next)).focus();
    return true;
  };
  form.addEventListener("keydown", (event) => {
    const control = event.target;
    if (!isOurs(control) || event.isComposing || table.contains(control)) return;
    const line = lineOf(control);
    if (event.altKey && ["ArrowDown", "ArrowUp"].includes(event.key) && line) {
      if (beside(control, event.key === "ArrowDown" ? 1 : -1)) event.preventDefault();
    } else if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      const long = control.tagName === "TEXTAREA";
      if (long && (!line || control.dataset.paragraphs !== undefined)) return;
      if (long && control.selectionEnd < control.value.trimEnd().length) return; // not at its end
      event.preventDefault();
      if (!line || (long && !control.value.trim())) return;
      const lines = [...line.parentElement.querySelectorAll(":scope > [data-item]:not(.removed)")];
      const next = lines[lines.indexOf(line) + 1];
      if (next) firstOf(next).focus();
      else fresh(line.dataset.item.split(":")[0]);
    }
  });
  const help = () => {
    const box = document.querySelector("[data-keys]");
    box.open = !box.open;
    if (box.open) box.querySelector("summary").focus();
  };
  const go = (id) => {
    const place = document.getElementById(id);
    place?.closest("details")?.setAttribute("open", "");
    const first = place?.matches("input, select, textarea, button")
      ? place
      : place?.querySelector("input:not([type=hidden]), select, textarea, button");
    first?.focus();
    place?.scrollIntoView({ block: "start" });
  };
  const SHORTCUTS = { F2: seek, F4: () => fresh("point"), F8: () => fresh("question"), F9: () => go(document.querySelector(".record-reports") ? "closing" : "report-back") };
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      pump();
    } else if (SHORTCUTS[event.key] && !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      SHORTCUTS[event.key]();
    }
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add], [data-everyone], [data-uninvited], [data-show-keys]");
    if (!button) return;
    event.preventDefault();
    if (button.dataset.add) fresh(button.dataset.add);
    else if (button.dataset.everyone !== undefined) everyone();
    else if (button.dataset.uninvited !== undefined) uninvited("");
    else help();
  });

  // ---- Listening ------------------------------------------------------------------------------
  form.addEventListener("compositionstart", (event) => {
    composing = event.target;
  });
  form.addEventListener("compositionend", (event) => {
    composing = null;
    if (isOurs(event.target)) note(event.target);
  });
  form.addEventListener("input", (event) => {
    if (!isOurs(event.target)) return;
    if (event.target.tagName === "TEXTAREA") grow(event.target);
    note(event.target);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    failures = 0;
    pump();
  });
  const send = (target, submitter) => {
    sending = true;
    target.requestSubmit(submitter);
  };
  let sending = false;
  // Deeds of the page, closing it among them, wait until every word has arrived.
  document.addEventListener("submit", async (event) => {
    if (sending || event.target === form || event.target.method !== "post" || event.defaultPrevented) return;
    if (!queue.some((one) => !one.refused && !nameless(one)) && !busy) return;
    event.preventDefault();
    const { target, submitter } = event;
    while (busy || (queue.some((one) => !one.refused && !nameless(one)) && !stopped && !trouble)) {
      if (!busy) pump();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    if (trouble) tell(status.textContent);
    else send(target, submitter);
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden || queue.some((one) => !one.sent)) pump(document.hidden);
  });
  window.addEventListener("pagehide", () => {
    pump(true);
    try {
      if (queue.length) localStorage.setItem(mine, JSON.stringify({ at: Date.now(), left: true, queue }));
    } catch {
      // nothing is kept here anyway
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (!kept && queue.length) event.preventDefault(); // else the words wait on this machine
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  window.addEventListener("offline", () => {
    trouble = "offline";
    show();
  });
  window.addEventListener("online", () => {
    failures = 0;
    pump();
  });
  window.addEventListener("storage", () =>
    adopt().then(
      (any) => any && pump(),
      () => {},
    ),
  );

  // ---- Begin ----------------------------------------------------------------------------------
  document.body.classList.add("keyed"); // the style sheet hides what only the plain form needs
  navigator.locks?.request(mine, () => new Promise(() => {}));
  learn(form);
  for (const list of document.querySelectorAll("[data-list]")) {
    const blanks = [...list.querySelectorAll(":scope > [data-item]")].filter(isBlank);
    for (const line of list.dataset.list === "attendance" ? blanks : blanks.slice(1)) {
      for (const one of line.querySelectorAll("[name^='f:']")) fields.delete(keyOf(one));
      line.remove();
    }
    list.hidden = list.tagName === "TBODY" && !list.querySelector("[data-item]");
  }
  const first = rows()[0];
  for (const row of rows()) {
    row.tabIndex = row === first ? 0 : -1;
    for (const one of controls(row)) one.tabIndex = -1;
  }
  count();
  show();
  setInterval(() => queue.length && keep(), STALE / 3);
  adopt()
    .catch(() => false) // storage is switched off: nothing was left
    .then(() => pump());
})();
