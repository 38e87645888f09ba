"use strict";
/* The page follows the files: it is loaded again when the preview has another state. */
(() => {
  const { prefix, state } = document.currentScript.dataset;
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("oit-preview") : null;
  const notice = document.querySelector("[data-preview-gone]");
  let isLeaving = false;

  const hear = (now) => {
    notice.hidden = now !== "";
    if (now !== "" && now !== state && !isLeaving) {
      isLeaving = true;
      location.reload();
    }
  };
  const tell = (now) => {
    channel?.postMessage(now);
    hear(now);
  };
  const ask = () =>
    fetch(`${prefix}state`, { cache: "no-store" })
      .then((answer) => answer.text())
      .then(hear, () => hear(""));
  const listen = () => {
    const source = new EventSource(`${prefix}events`);
    source.onmessage = (event) => tell(event.data);
    source.onerror = () => tell("");
    addEventListener("pagehide", () => source.close());
  };
  /* A browser opens few connections to one server, so that many tabs share one: whoever holds the
     lock listens for all, and when its tab is closed the next one takes over. */
  if (channel) channel.onmessage = (event) => hear(event.data);
  if (channel && navigator.locks) {
    navigator.locks.request("oit-preview", () => {
      listen();
      return new Promise(() => {});
    });
  } else {
    listen();
  }
  /* What was told while this page was loading, asleep or kept for the way back. */
  addEventListener("pageshow", ask);

  /* The panel stays as the person has left it. */
  const panel = document.querySelector("[data-preview-panel]");
  const key = "oit-preview-panel";
  if (panel) {
    try {
      panel.open = sessionStorage.getItem(key) === "open";
    } catch { /* not allowed: closed, then */ }
    panel.addEventListener("toggle", () => {
      try {
        sessionStorage.setItem(key, panel.open ? "open" : "");
      } catch { /* not allowed */ }
    });
  }
})();
