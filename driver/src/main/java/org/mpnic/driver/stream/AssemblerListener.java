package org.mpnic.driver.stream;

/** What a {@link FlowAssembler} tells its user, and asks it to decide. */
interface AssemblerListener extends MappingLedger.Listener {
  /** Payload grew old while the assembler is held. */
  void heldPayloadIsOld();

  /** Memory is low, and old payload up to this subflow sequence number still waits. */
  void memoryIsLow(long end);
}
