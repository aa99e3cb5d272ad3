"""The formulas as SymPy expressions: exact, with N an integer or a symbol.

What is not given is a symbol of `symbols.NOMENCLATURE`; a float is refused. The symbols omega, omega_a, gamma and beta are positive:
`substitute` puts values of any sign in their place, where `subs` would meet a formula for positive ones. `parse` reads printed text back.
"""

from .convert import to_sympy as to_sympy
from .ground import aligned_ground_coherence as aligned_ground_coherence
from .ground import antialigned_ground_coherence as antialigned_ground_coherence
from .ground import critical_coupling as critical_coupling
from .ground import critical_coupling_strong as critical_coupling_strong
from .ground import critical_ground_coherence as critical_ground_coherence
from .ground import ground_energy as ground_energy
from .ground import level_difference as level_difference
from .ground import minimum_energy as minimum_energy
from .hamiltonian import hamiltonian as hamiltonian
from .limits import free_magnetization as free_magnetization
from .limits import free_magnetization_sum as free_magnetization_sum
from .limits import high_temperature as high_temperature
from .limits import large_gap as large_gap
from .limits import strong_antiferromagnet as strong_antiferromagnet
from .limits import strong_coupling as strong_coupling
from .limits import strong_ferromagnet as strong_ferromagnet
from .limits import strong_ferromagnet_high_temperature as strong_ferromagnet_high_temperature
from .limits import weak_coupling as weak_coupling
from .parameters import Parameters as Parameters
from .parameters import parameters as parameters
from .rational import RationalForm as RationalForm
from .rational import rational_form as rational_form
from .reading import parse as parse
from .spectrum import amplitude_product as amplitude_product
from .spectrum import excited_amplitude_squared as excited_amplitude_squared
from .spectrum import ground_amplitude_squared as ground_amplitude_squared
from .spectrum import level_energy as level_energy
from .spectrum import splitting as splitting
from .spectrum import target_block as target_block
from .substitution import substitute as substitute
from .symbols import NOMENCLATURE as NOMENCLATURE
from .symbols import Entry as Entry
from .thermal import bloch_x as bloch_x
from .thermal import bloch_z as bloch_z
from .thermal import coherence as coherence
from .thermal import coherence_derivative as coherence_derivative
from .thermal import energy as energy
from .thermal import entropy as entropy
from .thermal import excited_population as excited_population
from .thermal import free_energy as free_energy
from .thermal import ground_population as ground_population
from .thermal import heat_capacity as heat_capacity
from .thermal import log_partition_function as log_partition_function
from .thermal import magnetization as magnetization
from .thermal import partition_function as partition_function
from .thermal import reduced_density_matrix as reduced_density_matrix
from .weights import bond_factor as bond_factor
from .weights import degeneracy as degeneracy
from .weights import ring_partition_function as ring_partition_function
from .weights import sector_weight as sector_weight
from .weights import sector_weight_polynomial as sector_weight_polynomial
from .weights import transfer_eigenvalues as transfer_eigenvalues
from .weights import transfer_polynomials as transfer_polynomials
