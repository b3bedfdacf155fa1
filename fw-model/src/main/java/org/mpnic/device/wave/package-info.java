/**
 * Waveforms of the datapath's boundaries for a viewer such as GTKWave. May import org.mpnic.model.
 */
package org.mpnic.device.wave;
