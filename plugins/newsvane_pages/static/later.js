// Put into this page what another takes longer to find: the element with the same id, of the page to which the link in it
// leads. Without this script, or if that page fails, people follow the link.
document.addEventListener("DOMContentLoaded", () => document.querySelectorAll(".later").forEach(load));

async function load(place) {
  const link = place.querySelector("a");
  place.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(link.href);
    const found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(place.id);
    if (answer.ok && found) place.replaceChildren(...found.childNodes);
    else link.after(" could not be loaded.");
  } catch {
    link.after(" could not be loaded.");
  }
  place.removeAttribute("aria-busy");
}
