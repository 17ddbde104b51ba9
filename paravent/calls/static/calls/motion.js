/**
 * What a picture needs for sign language (EN 301 549, 6.5): motion before sharpness, twenty pictures a second, at least QVGA;
 * and who speaks, seen by whoever does not hear it (6.2: a visual sign of sound).
 */

export const FEWEST_PICTURES = 20;
export const SMALLEST = { width: 320, height: 240 };
const LOUD = 0.01;
const PAUSE_MS = 600;

/** @typedef {RTCRtpSendParameters & { degradationPreference?: string }} Parameters */

/**
 * Let a sender give up sharpness before motion where the line is thin, or balance the two again. A screen stays sharp.
 * @param {RTCRtpSender} sender
 * @param {boolean} isSigning
 */
export async function preferMotion(sender, isSigning) {
  const track = sender.track;
  if (track && track.contentHint !== "detail") track.contentHint = isSigning ? "motion" : "";
  const parameters = /** @type {Parameters} */ (sender.getParameters());
  parameters.degradationPreference = isSigning ? "maintain-framerate" : "balanced";
  // A browser that knows no such preference leaves it out; before there is an agreement there is nothing to set.
  await sender.setParameters(parameters).catch(() => {});
}

/**
 * Tell whether what arrives is enough to read signs.
 * @param {{ frames: number }} before @param {{ frames: number, width: number, height: number }} now @param {number} seconds
 */
export function sufficesForSigns(before, now, seconds) {
  const [long, short] = [Math.max(now.width, now.height), Math.min(now.width, now.height)];
  return (now.frames - before.frames) / seconds >= FEWEST_PICTURES && long >= SMALLEST.width && short >= SMALLEST.height;
}

/** Whether somebody speaks, without flickering between words. */
export class Voice {
  constructor() {
    this.heardAt = -Infinity;
  }

  /** @param {number} level  loudness from 0 to 1 @param {number} at  milliseconds @returns {boolean} */
  speaks(level, at) {
    if (level > LOUD) this.heardAt = at;
    return at - this.heardAt < PAUSE_MS;
  }
}

/** How loud what arrives is now, from 0 to 1. @param {RTCPeerConnection} connection */
export function loudness(connection) {
  const heard = connection.getReceivers().filter(({ track }) => track.kind === "audio");
  return Math.max(0, ...heard.flatMap((one) => one.getSynchronizationSources().map(({ audioLevel }) => audioLevel ?? 0)));
}
