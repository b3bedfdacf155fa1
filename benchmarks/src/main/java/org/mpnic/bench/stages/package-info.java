/** Single stages of the receive model: their host speed; imports the model and bench. */
package org.mpnic.bench.stages;
