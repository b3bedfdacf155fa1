/**
 * The program of capture mode: learns connections from both directions' frames and programs the
 * receive tables. Imports org.mpnic.firmware, org.mpnic.abi, org.mpnic.wire and org.mpnic.model.
 */
package org.mpnic.firmware.capture;
