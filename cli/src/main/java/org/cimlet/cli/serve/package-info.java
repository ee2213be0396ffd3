/// `cimlet serve`: requests in, what clients see and what it costs out.
package org.cimlet.cli.serve;
