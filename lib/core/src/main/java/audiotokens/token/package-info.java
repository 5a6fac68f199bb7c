/** Stage 4, tokens: each frame becomes the number of its nearest centroid. */
package audiotokens.token;
