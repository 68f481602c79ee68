// Complete fields, values, lists and words in the inputs for queries: an ARIA combobox whose listbox never takes the focus.
// Down and Up choose, Enter takes what is chosen, Escape closes. Without a choice, Enter searches as it always does.
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-completions]");
  if (!form) return;
  const load = (path, signal) =>
    fetch(`${form.dataset.completions}/${path}`, { signal }).then((answer) => (answer.ok ? answer.json() : []));
  let names;
  const loadNames = () => (names ??= load("completions").catch(() => ((names = undefined), [])));
  form.querySelectorAll("input[name=q]").forEach((input, number) => combine(input, `completions-${number}`, loadNames, load));
});

// Return where the word before the caret begins and what it is; nothing inside a phrase. A sign before it is no part of it.
function findToken(input) {
  const before = input.value.slice(0, input.selectionStart);
  const token = before.match(/[^\s()"+-][^\s()"]*$/)?.[0] ?? "";
  const isQuoted = (before.match(/"/g) ?? []).length % 2;
  return isQuoted || input.selectionStart !== input.selectionEnd ? null : token && { start: before.length - token.length, token };
}

// Return the names that fit, best first: what begins like the token, then a value, a meaning, or a part of a value that
// does. After a field, only its values.
function findNames(all, token) {
  const written = token.toLowerCase();
  if (written.length < 2 && written !== "@") return [];
  const [, field = "", wanted] = written.match(/^([a-z]+:)?(.*)$/s);
  const value = ({ text }) => text.slice(text.indexOf(":") + 1).toLowerCase();
  const ways = [
    (each) => each.text.toLowerCase().startsWith(written),
    (each) => value(each).startsWith(wanted),
    (each) => each.about.toLowerCase().startsWith(wanted) && each.text.includes(":") && value(each),
    (each) => value(each).split(/[.-]/).some((part) => part.startsWith(wanted)),
  ];
  const known = all.filter((each) => each.text.toLowerCase().startsWith(field) && each.text.toLowerCase() !== written);
  return [...new Set(ways.flatMap((way) => known.filter(way)))].slice(0, 12);
}

function combine(input, id, loadNames, load) {
  const list = Object.assign(document.createElement("ul"), { id, className: "completions", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Completions");
  input.closest("label").after(list);
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id };
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
  let chosen = -1;
  let waiting = new AbortController();

  const choose = (place) => {
    chosen = place;
    [...list.children].forEach((option, number) => option.setAttribute("aria-selected", String(number === place)));
    if (place < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[place].id);
    list.children[place].scrollIntoView({ block: "nearest" });
  };
  const show = (found, start) => {
    list.replaceChildren(...found.map((each, number) => build(each, number, start)));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(found.length > 0));
    Object.assign(list.style, { left: `${input.offsetLeft}px`, width: `${input.offsetWidth}px` });
    choose(-1);
  };
  const close = () => {
    waiting.abort();
    show([], 0);
  };
  const build = ({ text, about }, number, start) => {
    const option = Object.assign(document.createElement("li"), { id: `${id}-${number}` });
    option.setAttribute("role", "option");
    const written = Object.assign(document.createElement("bdi"), { textContent: text });
    option.append(written, " ", Object.assign(document.createElement("span"), { className: "quiet", textContent: about }));
    option.addEventListener("click", () => take(text, start));
    return option;
  };
  const take = (text, start) => {
    const isField = text.endsWith(":");
    input.setRangeText(isField ? text : `${text} `, start, input.selectionStart, "end");
    input.dispatchEvent(new Event("change", { bubbles: true }));
    isField ? offer() : close();
  };
  const offer = async () => {
    waiting.abort();
    const { signal } = (waiting = new AbortController());
    const found = findToken(input);
    if (!found) return close();
    const { start, token } = found;
    const [, field = "", word] = token.match(/^(title:|text:)?(.*)$/s);
    const named = findNames(await loadNames(), token);
    if (signal.aborted) return;
    show(named, start);
    if (word.length < 3 || word.includes(":")) return;
    await new Promise((resolve) => setTimeout(resolve, 150));
    if (signal.aborted) return;
    const words = await load(`words?beginning=${encodeURIComponent(word)}`, signal).catch(() => []);
    const others = words.map((each) => ({ ...each, text: field + each.text })).filter((each) => each.text !== token);
    if (!signal.aborted && chosen < 0) show([...named, ...others], start);
  };

  input.addEventListener("input", (event) => event.isComposing || offer());
  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  input.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.isComposing) return;
    if (event.key === "Escape") event.preventDefault(); // else the browser would clear the query
    if (list.hidden) return event.key === "ArrowDown" && offer();
    if (event.key in steps) {
      const places = list.children.length + 1; // one of them is the input itself
      choose(((chosen + 1 + steps[event.key] + places) % places) - 1);
    } else if (event.key === "Enter" && chosen >= 0) list.children[chosen].click();
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
}
