/// Published rules that count operations and area. Information, not advice.
package org.cimlet.technology.rules;
