/** What all packages of the library share. */
package audiotokens;
