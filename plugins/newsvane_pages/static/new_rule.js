// A rule is added as it was tried: after a change, also by a completion, it has to be tried again.
document.addEventListener("DOMContentLoaded", () => {
  const [tried, add] = ["try", "add"].map((name) => document.getElementById(name));
  if (!tried || !add) return;
  const wait = () => {
    add.querySelector("button").disabled = true;
    add.querySelector("[role=status]").textContent = "You have changed the rule: press Try first.";
  };
  for (const event of ["input", "change"]) tried.addEventListener(event, wait);
});
