// Answers that are not stored yet are kept in this tab, so that somebody may look something up elsewhere and come back.
const KEPT = "newsvane.unstored_labels";
const PLACE = "newsvane.unstored_labels_at";
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form.labels");
  const waiting = document.querySelector("#unstored");
  if (waiting && sessionStorage.getItem(PLACE)) {
    waiting.querySelector("a").href = sessionStorage.getItem(PLACE);
    waiting.hidden = false;
  }
  if (!form) return;
  const fields = [...form.elements].filter(({ type }) => type === "radio" || type === "text");
  const read = () => JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");
  const keep = (begun) => {
    const kept = read();
    for (const { name } of fields) delete kept[name];
    for (const { name, value } of begun) kept[name] = value;
    sessionStorage.setItem(KEPT, JSON.stringify(kept));
    if (begun.length) sessionStorage.setItem(PLACE, location.href);
    else if (!Object.keys(kept).length) sessionStorage.removeItem(PLACE);
  };
  const isBegun = (field) =>
    field.type === "radio" ? field.checked && !field.defaultChecked : field.value !== field.defaultValue;
  const kept = read();
  for (const field of fields) {
    if (field.type === "text") field.value = kept[field.name] ?? field.value;
    else if (field.value === kept[field.name]) field.checked = true;
  }
  form.addEventListener("input", () => keep(fields.filter(isBegun)));
  form.addEventListener("submit", () => keep([]));
});
