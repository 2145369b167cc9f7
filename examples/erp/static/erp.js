// Times in the reader's own zone and manner: the server sends them in UTC.
const minutes = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
const shown = new Intl.DateTimeFormat(undefined, minutes);
const exact = new Intl.DateTimeFormat(undefined, { ...minutes, second: "2-digit" });
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });

function localise() {
  for (const time of document.querySelectorAll("time[datetime]")) {
    const moment = new Date(time.dateTime), title = whole.format(moment);
    const text = (time.closest(".story") ? exact : shown).format(moment);
    if (time.textContent !== text) time.textContent = text;
    if (time.title !== title) time.title = title;
  }
}

// A picture that is wider than its frame begins where something happens.
let isLed = false;
function lead() {
  const frame = document.querySelector(".bpe-frame");
  const place = frame?.querySelector(".bpe-incident, .bpe-active, .bpe-waiting");
  if (isLed || !place) return;
  isLed = true;
  const { left, width } = place.getBoundingClientRect(), own = frame.getBoundingClientRect();
  frame.scrollLeft += left + width / 2 - own.left - own.width / 2;
}

// What failed on the server is said, and nothing else is lost.
document.addEventListener("n2o:error", () => {
  const notice = document.getElementById("notice");
  notice.className = "bad";
  notice.textContent = "That did not work. Please try again, or load the page anew.";
});

new MutationObserver(() => {
  localise();
  lead();
}).observe(document.body, { childList: true, subtree: true, characterData: true });
