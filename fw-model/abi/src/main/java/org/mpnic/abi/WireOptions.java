package org.mpnic.abi;

import java.util.Locale;

/**
 * What a wire between two cards does to frames, in each direction and on each port alike. Tool and
 * device pass it as text, see {@link #parse}.
 *
 * @param delayNs from departure to arrival, 1 ns or more; never less than a cycle
 * @param lossPpm frames of a million that are lost
 * @param reorderPpm frames of a million that are held back
 * @param reorderFrames frames that pass one that is held back, 1 or more
 * @param duplicatePpm frames of a million that come twice
 * @param seed of the choice of frames
 */
public record WireOptions(
    long delayNs, int lossPpm, int reorderPpm, int reorderFrames, int duplicatePpm, long seed) {
  /** 10 us, and nothing else happens. */
  public static final WireOptions DEFAULT = new WireOptions(10_000, 0, 0, 3, 0, 1);

  private static final long NS_PER_SECOND = 1_000_000_000;
  private static final int MILLION = 1_000_000;
  private static final long MAX_DELAY_NS = 100_000_000;

  /** Refuses values out of range. */
  public WireOptions {
    check("delay", delayNs, 1, MAX_DELAY_NS, " ns");
    check("loss", lossPpm, 0, MILLION, " of a million frames");
    check("reorder", reorderPpm, 0, MILLION, " of a million frames");
    check("duplicate", duplicatePpm, 0, MILLION, " of a million frames");
    check("frames", reorderFrames, 1, 100, "");
  }

  /**
   * Reads options like {@code delay=10us,loss=0.01,reorder=0.001,frames=3,duplicate=0.001,seed=7};
   * what is not named keeps its default.
   *
   * @throws IllegalArgumentException with a message of one line
   */
  public static WireOptions parse(String text) {
    WireOptions o = DEFAULT;
    if (text.isBlank()) {
      return o;
    }
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      String value = equals < 0 ? "" : part.substring(equals + 1);
      o =
          switch (name.strip().toLowerCase(Locale.ROOT)) {
            case "delay" -> o.with(nanoseconds(value), o.lossPpm, o.reorderPpm, o.duplicatePpm);
            case "loss" -> o.with(o.delayNs, ppm(name, value), o.reorderPpm, o.duplicatePpm);
            case "reorder" -> o.with(o.delayNs, o.lossPpm, ppm(name, value), o.duplicatePpm);
            case "duplicate" -> o.with(o.delayNs, o.lossPpm, o.reorderPpm, ppm(name, value));
            case "frames" ->
                new WireOptions(
                    o.delayNs,
                    o.lossPpm,
                    o.reorderPpm,
                    (int) Math.min(Integer.MAX_VALUE, number(name, value)),
                    o.duplicatePpm,
                    o.seed);
            case "seed" ->
                new WireOptions(
                    o.delayNs,
                    o.lossPpm,
                    o.reorderPpm,
                    o.reorderFrames,
                    o.duplicatePpm,
                    number(name, value));
            default ->
                throw new IllegalArgumentException(
                    "wire option '"
                        + name
                        + "': choose of delay, loss, reorder, frames, duplicate, seed");
          };
    }
    return o;
  }

  private WireOptions with(long newDelayNs, int newLoss, int newReorder, int newDuplicate) {
    return new WireOptions(newDelayNs, newLoss, newReorder, reorderFrames, newDuplicate, seed);
  }

  /** The delay in whole cycles, rounded up. */
  public long delayCycles(long clockHz) {
    return Math.max(1, (delayNs * clockHz + NS_PER_SECOND - 1) / NS_PER_SECOND);
  }

  private static long nanoseconds(String value) {
    String text = value.strip().toLowerCase(Locale.ROOT);
    long unit = 1;
    if (text.endsWith("ms")) {
      unit = 1_000_000;
    } else if (text.endsWith("us")) {
      unit = 1000;
    }
    String digits = text.replaceFirst("(ns|us|ms)$", "");
    long count = number("delay", digits);
    return count > MAX_DELAY_NS ? count : count * unit;
  }

  private static int ppm(String name, String value) {
    try {
      boolean percent = value.endsWith("%");
      double share = Double.parseDouble(percent ? value.substring(0, value.length() - 1) : value);
      double part = percent ? share / 100 : share;
      if (part >= 0 && part <= 1) {
        return (int) Math.round(part * MILLION);
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "wire option " + name + "=" + value + ": give a share from 0 to 1, or percent like 1%");
  }

  private static long number(String name, String value) {
    try {
      return Long.parseLong(value.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "wire option " + name + "=" + value + ": give a whole number", e);
    }
  }

  private static void check(String name, long value, long least, long most, String unit) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "wire option " + name + " is " + value + unit + ", it must be " + least + " to " + most);
    }
  }
}
