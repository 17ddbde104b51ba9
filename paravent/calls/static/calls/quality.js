/** How good the picture and sound are, in three words, without flickering between them. */

/**
 * @typedef {{ packets: number, lost: number, frames: number, width: number, height: number, jitter: number, roundTrip: number, heard: number, spoke: number, shown: number }} Sample
 * @typedef {"good" | "fair" | "poor"} Quality
 */

/**
 * @param {RTCStatsReport} report
 * @returns {Sample}
 */
export function sampled(report) {
  const sample = { packets: 0, lost: 0, frames: 0, width: 0, height: 0, jitter: 0, roundTrip: 0, heard: 0, spoke: 0, shown: 0 };
  for (const stat of /** @type {any} */ (report).values()) {
    if (stat.type === "inbound-rtp") {
      sample.packets += stat.packetsReceived ?? 0;
      sample.lost += stat.packetsLost ?? 0;
      sample.jitter = Math.max(sample.jitter, stat.jitter ?? 0);
      if (stat.kind === "audio") sample.heard += stat.packetsReceived ?? 0;
      if (stat.kind === "video") Object.assign(sample, { frames: stat.framesDecoded ?? 0, width: stat.frameWidth ?? 0, height: stat.frameHeight ?? 0 });
    }
    if (stat.type === "outbound-rtp") sample[stat.kind === "video" ? "shown" : "spoke"] += stat.packetsSent ?? 0;
    if (stat.type === "candidate-pair" && stat.nominated) sample.roundTrip = stat.currentRoundTripTime ?? sample.roundTrip;
  }
  return sample;
}

/**
 * @param {Sample} before
 * @param {Sample} now
 * @returns {Quality}
 */
export function judgedQuality(before, now) {
  const packets = now.packets - before.packets;
  const lost = Math.max(0, now.lost - before.lost);
  const share = packets + lost > 0 ? lost / (packets + lost) : 1;
  if (share > 0.1 || now.roundTrip > 0.8 || now.jitter > 0.15) return "poor";
  return share > 0.03 || now.roundTrip > 0.4 || now.jitter > 0.06 ? "fair" : "good";
}

/** Changes its mind only after three equal judgements in a row. */
export class Steady {
  constructor() {
    /** @type {Quality} */
    this.shown = "good";
    /** @type {Quality} */
    this.last = "good";
    this.times = 0;
  }

  /**
   * @param {Quality} judged
   * @returns {Quality}
   */
  see(judged) {
    this.times = judged === this.last ? this.times + 1 : 1;
    this.last = judged;
    if (this.times >= 3) this.shown = judged;
    return this.shown;
  }
}
