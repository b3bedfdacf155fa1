package org.mpnic.driver.stream;

/** How a {@link FlowAssembler} is bound. */
enum AssemblyMode {
  /** Not yet: everything waits. */
  HELD,

  /** As plain TCP: payload goes on as it comes. */
  PLAIN,

  /** To a data sequence space: payload goes on where mappings say so. */
  MAPPED,

  /** To nothing, for good. */
  DROPPED
}
