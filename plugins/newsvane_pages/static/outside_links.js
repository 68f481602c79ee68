// Links to the web open a tab, alone and inside Airflow's frame. The frame's sandbox lets no link of ours open one. A link
// of Airflow's own document may, so there a click is repeated on such a link. It is never given an opener or a referrer.
if (parent !== window) {
  const openOutside = (event) => {
    const link = event.target.closest("a.outside[href]");
    if (!link || event.button > 1 || !/^https?:$/.test(link.protocol)) return;
    event.preventDefault();
    const twin = parent.document.createElement("a");
    Object.assign(twin, { href: link.href, target: "_blank", rel: "noopener noreferrer" });
    twin.click();
  };
  document.addEventListener("click", openOutside);
  document.addEventListener("auxclick", openOutside);
}
