/** Camera and microphone: asked for once, named in words when they are missing, refused or busy. */

/** @typedef {"ready" | "missing" | "refused" | "busy" | "insecure"} Found */
/** @typedef {{ stream: MediaStream, camera: Found, microphone: Found }} Devices */

const VIDEO = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
const AUDIO = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/**
 * Both if possible, else what there is. Never throws: a call goes on with sound alone, or just listening.
 * @returns {Promise<Devices>}
 */
export async function openDevices() {
  if (!navigator.mediaDevices) return { stream: new MediaStream(), camera: "insecure", microphone: "insecure" };
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: AUDIO, video: VIDEO });
    return { stream, camera: "ready", microphone: "ready" };
  } catch {
    const [audio, video] = await Promise.all([attempt({ audio: AUDIO }), attempt({ video: VIDEO })]);
    const tracks = [...audio.stream.getTracks(), ...video.stream.getTracks()];
    return { stream: new MediaStream(tracks), microphone: audio.found, camera: video.found };
  }
}

/**
 * @param {MediaStreamConstraints} wanted
 * @returns {Promise<{ stream: MediaStream, found: Found }>}
 */
export async function attempt(wanted) {
  try {
    return { stream: await navigator.mediaDevices.getUserMedia(wanted), found: "ready" };
  } catch (error) {
    return { stream: new MediaStream(), found: reasonOf(error) };
  }
}

/**
 * @param {unknown} error
 * @returns {Found}
 */
export function reasonOf(error) {
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  if (name === "NotReadableError" || name === "AbortError") return "busy";
  return "missing";
}

/** @returns {Promise<MediaDeviceInfo[]>} cameras and microphones, with names once access was given */
export async function listed() {
  const all = await navigator.mediaDevices.enumerateDevices();
  return all.filter((device) => device.deviceId && ["videoinput", "audioinput"].includes(device.kind));
}

/** @param {"videoinput" | "audioinput"} kind @param {string} [deviceId]  that one, and without it whichever the browser gives */
export function opened(kind, deviceId) {
  const exact = deviceId ? { deviceId: { exact: deviceId } } : {};
  return attempt(kind === "videoinput" ? { video: { ...VIDEO, ...exact } } : { audio: { ...AUDIO, ...exact } });
}
