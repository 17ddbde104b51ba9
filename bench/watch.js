/** Put into every page measured, ours and the bare one: notes when it was asked for, and when a remote frame was there. */

if (location.protocol === "http:" && !sessionStorage.getItem("began")) {
  sessionStorage.setItem("began", String(performance.timeOrigin));
}

const watching = setInterval(() => {
  const video = document.querySelector("video[data-remote]");
  if (!(video instanceof HTMLVideoElement) || video.getVideoPlaybackQuality().totalVideoFrames === 0) return;
  clearInterval(watching);
  globalThis.framed = performance.timeOrigin + performance.now();
}, 4);
