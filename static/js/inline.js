/* Cells of the list, changed where they are: Enter saves, Escape does not, Tab goes on. */

import { inTurn, send } from "./asking.js";
import * as drawer from "./drawer.js";
import { moveTo } from "./moving.js";
import { all, find, isTyping, linkOf, on, rowNamed, rowOf, tell } from "./page.js";
import { isRefused, markOne } from "./refused.js";
import { keepCell } from "./unsent.js";

/* Change a cell: its editor in its place, with the value it has. */
export function edit(button) {
  if (!editorOf(button) || button.hidden) return;
  const editor = open(button, valueOf(button));
  if (editor.popover) editor.showPopover({ source: button.parentElement });
  const control = editor.matches("input, select") ? editor : find("input", editor);
  control?.focus();
  if (control?.matches("select")) openList(control);
  if (control?.matches("[type=text]")) control.select();
}

const editorOf = (button) => find(`template[data-editor="${button.dataset.edit}"]`);

function open(button, value) {
  const source = editorOf(button);
  const editor = source.content.firstElementChild.cloneNode(true);
  editor.classList.add("editor");
  editor.setAttribute("aria-label", source.dataset.label);
  give(editor, value);
  button.hidden = true;
  button.after(editor);
  return editor;
}

/* What was refused is typed on where it was left, beside the reason; true if that is seen there. */
function openRefused(item, name, value, why) {
  const button = find(`[data-edit="${name}"]`, rowNamed(item) ?? document.createElement("tr"));
  if (!button || button.hidden) return false;
  if (!editorOf(button).content.firstElementChild.matches("input, select")) return false;
  const editor = open(button, value);
  if (why) markOne(editor, why);
  if (!isTyping(document.activeElement)) editor.focus();
  return Boolean(why);
}

/* A list opens at once where the browser lets us. */
function openList(select) {
  try {
    select.showPicker();
  } catch {
    // It opens by the reader's own key.
  }
}

const valueOf = (button) => button.dataset.value ?? button.textContent;

function give(editor, value) {
  if (editor.matches("input, select")) return void (editor.value = value);
  const chosen = value.split(",");
  for (const box of all("[type=checkbox]", editor)) box.checked = chosen.includes(box.value);
}

function valuesOf(editor) {
  if (editor.matches("input, select")) return [editor.value];
  return all(":checked", editor).map((box) => box.value);
}

const buttonOf = (editor) => editor.previousElementSibling;

function close(editor, focus = true) {
  editor.dataset.done = "1";
  const button = buttonOf(editor);
  for (const part of all(":scope > :is(.editor, .refused)", button.parentElement)) part.remove();
  button.hidden = false;
  if (focus) button.focus({ preventScroll: true });
  tell("row:freed");
}

async function save(editor, focus = true) {
  if (!editor.isConnected || editor.dataset.done) return;
  if (editor.reportValidity && !editor.reportValidity()) return;
  const button = buttonOf(editor);
  const row = rowOf(button);
  const values = valuesOf(editor);
  close(editor, focus);
  if (values.join() === valueOf(button)) return;
  const { textContent } = button;
  if (editor.matches("[type=text]")) button.textContent = editor.value;
  button.setAttribute("aria-busy", "true");
  const { href } = linkOf(row);
  const name = button.dataset.edit;
  const sent = (values.length ? values : [""]).map((value) => [name, value]);
  const fields = () => [["version", row.dataset.version], ...sent];
  const address = `${href}${isDate(name) ? "move" : "change"}/`;
  const lost = () => {
    if (editor.matches("[type=text]")) button.textContent = textContent;
    const label = editor.getAttribute("aria-label");
    const change = { href, address, cell: name, values: sent.map(([, value]) => value) };
    keepCell(button, { ...change, label, text: textOf(editor) });
  };
  const refused = (reasons) => openRefused(row.dataset.item, name, values[0], reasons[name]);
  const response = await inTurn(row.dataset.item, () =>
    asksFirst(name) ? void moveTo(address, fields(), { lost, refused }) : send(address, fields(), { lost, refused }));
  button.removeAttribute("aria-busy");
  if (response?.ok === false && editor.matches("[type=text]")) button.textContent = textContent;
  if (response?.status === 409 && !response.bodyUsed) drawer.show(await response.text());
}

/* What an editor says, in the words of its choices. */
function textOf(editor) {
  if (editor.matches("select")) return editor.selectedOptions[0]?.textContent ?? "";
  if (editor.matches("input")) return editor.value;
  return all(":checked", editor).map((box) => box.closest("label").lastChild.textContent.trim()).join(", ");
}

const isDate = (name) => name === "start_on" || name === "due_on";
const asksFirst = (name) => isDate(name) || name === "assignees";

/* The next cell of the row that can be changed, or the one before. */
function goOn(editor, by) {
  const row = rowOf(editor);
  const names = all("[data-edit]", row)
    .filter((cell) => cell.checkVisibility() || cell === buttonOf(editor))
    .map((cell) => cell.dataset.edit);
  const next = names[names.indexOf(buttonOf(editor).dataset.edit) + by];
  save(editor, !next);
  if (next) edit(find(`[data-edit="${next}"]`, row));
}

function pressed(event, editor) {
  if (event.isComposing) return;
  if (event.key === "Enter") save(editor);
  else if (event.key === "Escape") close(editor);
  else if (event.key === "Tab" && !editor.popover) goOn(editor, event.shiftKey ? -1 : 1);
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

export function start() {
  on("click", "#list:not(.readonly) button[data-edit]", (_event, button) => edit(button));
  on("keydown", "#list .editor", pressed);
  on("change", "#list select.editor", (_event, editor) => save(editor));
  on("focusout", "#list .editor", (event, editor) => {
    if (!editor.popover && !isRefused(editor) && document.hasFocus()) save(editor, false);
  });
  document.addEventListener(
    "toggle",
    ({ target, newState }) => target.matches(".editor") && newState === "closed" && save(target),
    true,
  );
  on("submit", "#list .editor", (event, editor) => {
    event.preventDefault();
    editor.hidePopover();
  });
}
