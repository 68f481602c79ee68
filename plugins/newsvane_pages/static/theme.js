// Inside Airflow's frame use Airflow's theme. Alone use the system's theme.
if (parent !== window) {
  const airflow = parent.document.documentElement;
  const follow = () => {
    document.documentElement.dataset.theme = airflow.classList.contains("dark") ? "dark" : "light";
  };
  follow();
  new MutationObserver(follow).observe(airflow, { attributeFilter: ["class"] });
}

// The address of a filtered page has no fields that are empty, so that it can be shared.
document.addEventListener("formdata", ({ target, formData }) => {
  if (target.method !== "get") return;
  const filled = [...formData].filter(([, value]) => value !== "");
  for (const name of [...formData.keys()]) formData.delete(name);
  for (const [name, value] of filled) formData.append(name, value);
});

// While an action is pending, reload the page soon, but not while somebody is typing, or has begun to answer questions.
const isBegun = () => [...document.querySelectorAll("form.labels input")].some(
  (input) => input.checked !== input.defaultChecked || input.value !== input.defaultValue,
);
document.addEventListener("DOMContentLoaded", () => {
  // On a phone, the navigation may have to be moved sideways to the current page.
  const bar = document.querySelector(".bar");
  const current = bar?.querySelector("[aria-current]");
  if (current) bar.scrollLeft = current.offsetLeft - (bar.clientWidth - current.offsetWidth) / 2;
  if (!document.querySelector("[data-pending]")) return;
  setInterval(() => {
    if (!document.querySelector("input[type=text]:focus") && !isBegun() && !document.hidden) location.reload();
  }, 4000);
});
