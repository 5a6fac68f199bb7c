/**
 * Feature families: views of a sound at several time scales, each with a codebook of its own, from single frames (10 ms)
 * over patches to textures and rhythms (1 to 4 s).
 *
 * <p>A {@link audiotokens.family.Family} says which vectors are made of a clip; a
 * {@link audiotokens.family.FamilyCodebook} is learned from training clips and turns a clip's vectors into
 * {@link audiotokens.family.SoftTokens}. {@link audiotokens.family.FeaturePass} and {@link audiotokens.family.FamilyCodebooks} do so for several families at once.
 */
package audiotokens.family;
