// Inside Airflow's frame use Airflow's theme. Alone use the system's theme.
if (parent !== window) {
  const airflow = parent.document.documentElement;
  const follow = () => {
    document.documentElement.dataset.theme = airflow.classList.contains("dark") ? "dark" : "light";
  };
  follow();
  new MutationObserver(follow).observe(airflow, { attributeFilter: ["class"] });
}

// While an action is pending, reload the page soon, but not while somebody is typing.
document.addEventListener("DOMContentLoaded", () => {
  if (!document.querySelector("[data-pending]")) return;
  setInterval(() => {
    if (!document.querySelector("input[type=text]:focus") && !document.hidden) location.reload();
  }, 4000);
});
