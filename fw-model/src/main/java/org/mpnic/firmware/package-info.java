/**
 * The control processor's programs: what they share. Imports org.mpnic.abi, org.mpnic.wire and
 * org.mpnic.model; never the device, threads, files or the wall clock.
 */
package org.mpnic.firmware;
