/** Where clips come from and how they are decoded. */
package audiotokens.audio;
