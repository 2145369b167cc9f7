// Times in the reader's own zone and manner: the server sends them in UTC.
const shown = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });

function localise() {
  for (const time of document.querySelectorAll("time[datetime]")) {
    const moment = new Date(time.dateTime), text = shown.format(moment);
    if (time.textContent !== text) time.textContent = text;
    if (!time.title) time.title = whole.format(moment);
  }
}

new MutationObserver(localise).observe(document.getElementById("history"), {
  childList: true,
  subtree: true,
});
