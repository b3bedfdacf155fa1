/** Lockstep of the model and its RTL twin. */
package org.mpnic.cosim;
