/**
 * Frames for lockstep: random ones, damaged ones, those of captures. May import org.mpnic.testbed,
 * org.mpnic.wire and org.mpnic.model.
 */
package org.mpnic.cosim.traffic;
