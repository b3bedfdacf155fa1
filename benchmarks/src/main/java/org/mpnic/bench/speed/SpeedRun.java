package org.mpnic.bench.speed;

/**
 * Model, verilated RTL and C port on the same packets, at one frame size: the best of the runs that
 * each has had, by turns. What was not run is null.
 *
 * @param size frame size, bytes, FCS included
 * @param packets packets of a run
 * @param cycles cycles of the card of a run of the RTL
 * @param modelSeconds processor time of the model's best run
 * @param modelMedianSeconds of its median run
 * @param modelSpread its slowest run to its best, in time
 * @param modelPacketsPerSecond packets a second of the model's best run
 * @param verilatorSeconds processor time of the RTL's best run, its driver included
 * @param verilatorMedianSeconds of its median run
 * @param verilatorSpread its slowest run to its best
 * @param verilatorPacketsPerSecond packets a second of the RTL's best run
 * @param modelMegacyclesPerSecond cycles of the card a second, millions
 * @param verilatorMegacyclesPerSecond the same of the RTL
 * @param ratio packets a second of the model to those of the RTL
 * @param driverShare share of the RTL's time that its driver takes
 * @param portSeconds processor time of the C port's best run
 * @param portSpread its slowest run to its best
 * @param portPacketsPerSecond packets a second of the C port's best run
 * @param ratioToPort packets a second of the model to those of the C port
 * @param completions completions that were compared, all 64 bytes of each
 * @param equal completions and host memory of the RTL were the model's, byte for byte
 * @param portEqual so were those of the C port, and the cycles in which they were visible
 */
public record SpeedRun(
    int size,
    int packets,
    long cycles,
    double modelSeconds,
    double modelMedianSeconds,
    double modelSpread,
    double modelPacketsPerSecond,
    Double verilatorSeconds,
    Double verilatorMedianSeconds,
    Double verilatorSpread,
    Double verilatorPacketsPerSecond,
    Double modelMegacyclesPerSecond,
    Double verilatorMegacyclesPerSecond,
    Double ratio,
    Double driverShare,
    Double portSeconds,
    Double portSpread,
    Double portPacketsPerSecond,
    Double ratioToPort,
    int completions,
    boolean equal,
    boolean portEqual) {

  static SpeedRun of(
      int size,
      int packets,
      long cycles,
      Times model,
      Times verilated,
      double driverShare,
      Times port,
      int completions,
      boolean equal,
      boolean portEqual) {
    boolean hasRtl = verilated != null;
    boolean hasPort = port != null;
    double best = model.best();
    return new SpeedRun(
        size,
        packets,
        cycles,
        best,
        model.median(),
        model.spread(),
        packets / best,
        hasRtl ? verilated.best() : null,
        hasRtl ? verilated.median() : null,
        hasRtl ? verilated.spread() : null,
        hasRtl ? packets / verilated.best() : null,
        hasRtl ? cycles / best / 1e6 : null,
        hasRtl ? cycles / verilated.best() / 1e6 : null,
        hasRtl ? verilated.best() / best : null,
        hasRtl ? driverShare : null,
        hasPort ? port.best() : null,
        hasPort ? port.spread() : null,
        hasPort ? packets / port.best() : null,
        hasPort ? port.best() / best : null,
        completions,
        equal,
        portEqual);
  }
}
