// In Airflow's frame: its theme, and no links that its sandbox would leave dead. Alone: the theme of the system.
if (parent !== window) {
  const airflow = parent.document.documentElement;
  const follow = () => {
    document.documentElement.dataset.theme = airflow.classList.contains("dark") ? "dark" : "light";
  };
  follow();
  new MutationObserver(follow).observe(airflow, { attributeFilter: ["class"] });
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("a.outside").forEach((link) => link.removeAttribute("href"));
  });
}

// What was asked for is under way: look again soon, but not while somebody writes.
document.addEventListener("DOMContentLoaded", () => {
  if (!document.querySelector("[data-pending]")) return;
  setInterval(() => {
    if (!document.querySelector("input[type=text]:focus") && !document.hidden) location.reload();
  }, 4000);
});
