/* A file dropped anywhere on its zone is taken, and a file that is chosen is sent at once. */

for (const zone of document.querySelectorAll("[data-drop-file]")) {
  const input = zone.querySelector("input[type=file]");
  const send = () => input.files.length && input.form.requestSubmit();

  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    input.files = event.dataTransfer.files;
    send();
  });
  input.addEventListener("change", send);
}
