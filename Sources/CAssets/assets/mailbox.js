// The mailbox form: the port follows protocol and security until it is typed by hand, and groups
// that do not apply step back. Without this script the server does the same when it saves.
const usual = { imap: { tls: 993, starttls: 143, none: 143 }, pop3: { tls: 995, starttls: 110, none: 110 } };
const smtp = { tls: 465, starttls: 587, none: 25 };

export function startMailboxForm() {
  const form = document.querySelector("form[data-mailbox-form]");
  if (!form) return;
  const value = (name) => new FormData(form).get(name);
  const port = form.elements.port;
  const outgoingPort = form.elements.outgoingPort;

  const isUsual = (field, table) => field.value === "" || table.includes(Number(field.value));
  let follows = isUsual(port, [993, 143, 995, 110]);
  let outgoingFollows = isUsual(outgoingPort, [465, 587, 25]);
  port.addEventListener("input", () => { follows = port.value === ""; });
  outgoingPort.addEventListener("input", () => { outgoingFollows = outgoingPort.value === ""; });

  const show = () => {
    const isPOP3 = value("protocol") === "pop3";
    if (follows) port.value = usual[value("protocol")]?.[value("security")] ?? port.value;
    if (outgoingFollows && value("usesOwnOutgoing")) outgoingPort.value = smtp[value("outgoingSecurity")] ?? outgoingPort.value;
    for (const element of form.querySelectorAll("[data-shown-if]")) {
      const [name, wanted] = element.dataset.shownIf.split("=");
      element.hidden = wanted === undefined ? !value(name) : value(name) !== wanted;
    }
    form.classList.toggle("is-pop3", isPOP3);
  };
  form.addEventListener("change", show);
  show();

  // An address in User proposes a host, so that the commonest case is two fields.
  const host = form.elements.host;
  form.elements.user.addEventListener("change", () => {
    const domain = form.elements.user.value.split("@")[1];
    if (!domain || host.value) return;
    const known = { "gmail.com": "imap.gmail.com", "googlemail.com": "imap.gmail.com", "outlook.com": "outlook.office365.com", "hotmail.com": "outlook.office365.com", "gmx.de": "imap.gmx.net", "gmx.net": "imap.gmx.net", "web.de": "imap.web.de", "icloud.com": "imap.mail.me.com", "yahoo.com": "imap.mail.yahoo.com", "posteo.de": "posteo.de", "fastmail.com": "imap.fastmail.com" };
    host.value = known[domain.toLowerCase()] ?? "";
    host.placeholder = "imap." + domain;
  });
}
