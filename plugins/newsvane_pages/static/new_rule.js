// A rule is added as it was tried: after a change, it has to be tried again.
document.addEventListener("DOMContentLoaded", () => {
  const [tried, add] = ["try", "add"].map((name) => document.getElementById(name));
  if (!tried || !add) return;
  tried.addEventListener("input", () => {
    add.querySelector("button").disabled = true;
    add.querySelector("[role=status]").textContent = "You have changed the rule: press Try first.";
  });
});
