/// Analog-to-digital converters: what a conversion takes, by resolution, rate and process.
package org.cimlet.technology.adc;
