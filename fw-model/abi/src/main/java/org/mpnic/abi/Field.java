package org.mpnic.abi;

/**
 * One field of a fixed layout in shared memory, little endian.
 *
 * @param name lower case with underscores, unique in its layout
 * @param offset bytes from the layout's start
 * @param bytes size of one element: 1, 2, 4 or 8
 * @param count elements; 1 for a scalar
 * @param access who stores it, as seen from the host
 * @param reset value after device creation
 * @param unit unit of the value: bytes, cycles, ns, index, or empty
 * @param meaning one sentence without a full stop
 */
public record Field(
    String name,
    int offset,
    int bytes,
    int count,
    Access access,
    long reset,
    String unit,
    String meaning) {

  /** First byte behind the field. */
  public int end() {
    return offset + bytes * count;
  }
}
