/**
 * The receive datapath as one piece: stages, their order in time, and the interfaces to host,
 * firmware and probes. Imports org.mpnic.abi, org.mpnic.wire and the other org.mpnic.model
 * packages; never firmware, device, threads, files or the wall clock.
 */
package org.mpnic.model.top;
