/** One side of a bare call: camera, a socket, an offer or an answer. `?host` waits, `?hold` begins at the button. */

const asked = new URLSearchParams(location.search);
const isHost = asked.has("host");
const socket = new WebSocket(`ws://${location.host}/relay`);
const isOpen = new Promise((done) => socket.addEventListener("open", done));
// What our own pages ask for: a smaller picture would be there earlier.
const devices = navigator.mediaDevices.getUserMedia({
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } },
});

/** @type {RTCPeerConnection | undefined} */
let connection;

/** @param {object} message */
const send = (message) => socket.send(JSON.stringify(message));

async function begin() {
  connection?.close();
  connection = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
  connection.addEventListener("icecandidate", ({ candidate }) => candidate && send({ candidate }));
  connection.addEventListener("track", ({ streams }) => {
    document.querySelector("video[data-remote]").srcObject = streams[0];
  });
  const stream = await devices;
  for (const track of stream.getTracks()) connection.addTrack(track, stream);
  return connection;
}

let work = Promise.resolve();
socket.addEventListener("message", ({ data }) => {
  work = work.then(() => take(JSON.parse(data)));
});

/** @param {{ description?: RTCSessionDescriptionInit, candidate?: RTCIceCandidateInit }} message */
async function take({ description, candidate }) {
  if (candidate) return connection?.addIceCandidate(candidate);
  if (description.type === "answer") return connection.setRemoteDescription(description);
  const answering = await begin();
  await answering.setRemoteDescription(description);
  await answering.setLocalDescription();
  send({ description: answering.localDescription });
}

async function call() {
  const offering = await begin();
  await isOpen;
  await offering.setLocalDescription();
  send({ description: offering.localDescription });
}

const local = document.querySelector("video[data-local]");
devices.then((stream) => {
  local.srcObject = stream;
});
Promise.all([devices, isOpen]).then(() => document.querySelector("main").setAttribute("data-ready", ""));
document.querySelector("[data-go]").addEventListener("click", call);
if (!isHost && !asked.has("hold")) call();
