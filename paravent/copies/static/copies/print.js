/** The page that goes on paper: everything folded is unfolded, and the button prints. */

for (const folded of document.querySelectorAll("details")) folded.open = true;
document.querySelector("[data-print]")?.addEventListener("click", () => print());
